/** What everything inherits from. */
const prototypes = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Number.prototype,
  Boolean.prototype,
  Promise.prototype,
];

function members(): string {
  return prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join('|');
}

const known = members();
const knownToString = Object.prototype.toString;

/** Fails if an input has reached what all objects inherit, and puts that right for the inputs that follow. */
export function assertUnpolluted(): void {
  if (members() === known && Object.prototype.toString === knownToString) return;
  for (const prototype of prototypes) {
    for (const name of Reflect.ownKeys(prototype)) {
      if (Object.prototype.propertyIsEnumerable.call(prototype, name))
        Reflect.deleteProperty(prototype, name);
    }
  }
  throw new Error('The input has changed what all objects inherit.');
}
