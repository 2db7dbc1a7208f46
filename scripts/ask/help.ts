import type { OptionRule } from '../../src/core/modelOptions.ts';
import type { ApiDescriptor, AuthMode, VendorDescriptor } from '../../src/core/vendor.ts';

const usage = `Asks a model from the terminal, with the same clients as the extension.

  npm run ask -- --vendor V [--api A] [--model M] … "question"

  --vendor, --api   one of those below; without --api the vendor's first one
  --model           any model of the vendor's; without it the API's first one
  --auth            the way to sign in; without it the first whose variables are set
  --endpoint        another scheme, host and port for all addresses of the API, or a whole base address
  --allow-http      lets the key go to another computer over plain http, where everybody on the way can read it
  --option k=v      an option of the model, such as temperature=0.2; may be repeated
  --messages FILE   a conversation as JSON (- for standard input), before the question
  --json            one stream part per line, as JSON
  --help            this; with --vendor and --api, everything about that API

Keys come from the environment variables named below. Errors go to stderr as "kind: message"; exit code 1.
`;

/** The help of the command, or all there is to know about one API. */
export function helpText(
  vendors: readonly VendorDescriptor[],
  vendor: VendorDescriptor | undefined,
  api: ApiDescriptor | undefined,
): string {
  if (vendor && api) return `${apiLine(vendor, api)}\n${details(api)}`;
  const chosen = vendor ? [vendor] : vendors;
  const lines = chosen.flatMap((each) => each.apis.map((eachApi) => apiLine(each, eachApi)));
  return `${usage}\n${lines.join('\n')}\n`;
}

function apiLine(vendor: VendorDescriptor, api: ApiDescriptor): string {
  const head = `--vendor ${vendor.id} --api ${api.id}`.padEnd(34);
  return `${head} ${vendor.label}, ${api.label}\n${api.authModes.map((mode) => authLine(mode, api)).join('\n')}`;
}

function authLine({ id, fields }: AuthMode, { authModes }: ApiDescriptor): string {
  const variables = fields.map(({ environmentVariables: [name = ''], optional }) =>
    optional ? `[${name}]` : name,
  );
  return `    ${authModes.length > 1 ? `--auth ${id}: ` : ''}${variables.join(' ')}`;
}

function details(api: ApiDescriptor): string {
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ['Note', api.warning === undefined ? [] : [api.warning]],
    ['Addresses', api.endpoints.map(({ baseUrl, label }) => `${baseUrl}  ${label}`)],
    ['Variable for the address', api.baseUrlVariable === undefined ? [] : [api.baseUrlVariable]],
    ['Models (others may exist)', api.models.map(({ id }) => id)],
    ['Options', Object.entries(api.options).map(([name, rule]) => `${name}  ${describe(rule)}`)],
  ];
  return sections
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `\n${title}\n${lines.map((line) => `    ${line}\n`).join('')}`)
    .join('');
}

/** The values that an option takes, in one phrase. */
function describe(rule: OptionRule): string {
  switch (rule.type) {
    case 'boolean':
      return 'true or false';
    case 'number':
    case 'integer': {
      const { minimum, exclusiveMinimum, maximum, exclusiveMaximum } = rule;
      const bounds = [
        ...(minimum === undefined ? [] : [`≥ ${minimum}`]),
        ...(exclusiveMinimum === undefined ? [] : [`> ${exclusiveMinimum}`]),
        ...(maximum === undefined ? [] : [`≤ ${maximum}`]),
        ...(exclusiveMaximum === undefined ? [] : [`< ${exclusiveMaximum}`]),
      ];
      return [rule.type === 'integer' ? 'a whole number' : 'a number', bounds.join(' and ')].join(' ').trim();
    }
    case 'string':
      return rule.oneOf?.join(', ') ?? 'a text';
    case 'strings':
      return `texts${rule.maxItems === undefined ? '' : `, at most ${rule.maxItems}`}`;
  }
}
