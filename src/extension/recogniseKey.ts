import type { ApiDescriptor, Credentials, VendorDescriptor } from '../core/vendor.ts';

/** Where a pasted key belongs. */
export interface RecognisedKey {
  readonly vendor: VendorDescriptor;
  readonly api: ApiDescriptor;
  readonly authMode: string;
  readonly credentials: Credentials;
}

/**
 * The ways in that a pasted text may be the key of, by its shape. Text of several lines, as consoles show pairs and
 * triples of values, is matched value by value.
 */
export function recogniseKey(pasted: string, vendors: readonly VendorDescriptor[]): readonly RecognisedKey[] {
  const values = pasted
    .replace(/\bBearer\s/gi, '')
    .split(/[\s,;]/)
    .map((value) => value.replace(/^[A-Za-z_]+[:=]/, ''))
    .filter((value) => value !== '');
  return vendors.flatMap((vendor) =>
    vendor.apis.flatMap((api) =>
      api.authModes.flatMap(({ id, fields }) => {
        const credentials = match(values, fields);
        return credentials ? [{ vendor, api, authMode: id, credentials }] : [];
      }),
    ),
  );
}

/** Gives each value to the first field of its shape that has none yet; undefined unless every value finds its place. */
function match(
  values: readonly string[],
  fields: ApiDescriptor['authModes'][number]['fields'],
): Record<string, string> | undefined {
  const credentials: Record<string, string> = {};
  for (const value of values) {
    const field = fields.find(
      ({ id, shape, normalise }) => !(id in credentials) && shape?.test(normalise(value)),
    );
    if (!field) return undefined;
    credentials[field.id] = field.normalise(value);
  }
  return values.length > 0 ? credentials : undefined;
}
