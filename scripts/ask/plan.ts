import { parseArgs } from 'node:util';
import type { ModelOptions } from '../../src/core/modelOptions.ts';
import type { ApiDescriptor, AuthMode, VendorDescriptor } from '../../src/core/vendor.ts';
import { Problem } from '../problem.ts';
import { readOptions } from './options.ts';

/** What the command line asks for; nothing has been read or sent yet. */
export interface Plan {
  readonly vendor: VendorDescriptor;
  readonly api: ApiDescriptor;
  /** Absent: whichever the environment has the values of. */
  readonly authMode?: AuthMode;
  readonly model: string;
  /** As typed. */
  readonly endpoint?: string;
  readonly allowHttp: boolean;
  readonly json: boolean;
  readonly options: ModelOptions;
  /** A file's name, or `-` for standard input. */
  readonly messagesFile?: string;
  readonly question?: string;
}

export interface HelpPlan {
  readonly help: true;
  readonly vendor: VendorDescriptor | undefined;
  readonly api: ApiDescriptor | undefined;
}

/**
 * Reads the arguments of the command against what the vendors' descriptors offer. Every id but the model's has to be
 * a known one: which models there are is for the vendor to say.
 *
 * @throws {Problem} naming what exists instead.
 * @throws {ProviderError} `invalid-request` for an option that the API does not take.
 */
export function planOf(args: readonly string[], vendors: readonly VendorDescriptor[]): Plan | HelpPlan {
  const { values, positionals } = parse(args);
  const vendor = values.vendor === undefined ? undefined : pick('vendor', values.vendor, vendors);
  const api = vendor && (values.api === undefined ? undefined : pick('API', values.api, vendor.apis, vendor));
  if (values.help) return { help: true, vendor, api };
  if (!vendor) throw new Problem(`--vendor is missing: ${list(vendors)}.\nAll there is to know: --help`);
  const chosen = api ?? first(vendor.apis);
  const question = positionals.join(' ').trim();
  if (question === '' && values.messages === undefined) {
    throw new Problem('There is nothing to ask: end the line with a "question", or give --messages FILE.');
  }
  return {
    vendor,
    api: chosen,
    ...(values.auth !== undefined && {
      authMode: pick('way to sign in', values.auth, chosen.authModes, chosen),
    }),
    model: values.model ?? first(chosen.models).id,
    ...(values.endpoint !== undefined && { endpoint: values.endpoint }),
    allowHttp: values['allow-http'],
    json: values.json,
    options: readOptions(values.option, chosen.options),
    ...(values.messages !== undefined && { messagesFile: values.messages }),
    ...(question !== '' && { question }),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        vendor: { type: 'string' },
        api: { type: 'string' },
        model: { type: 'string' },
        endpoint: { type: 'string' },
        'allow-http': { type: 'boolean', default: false },
        auth: { type: 'string' },
        json: { type: 'boolean', default: false },
        option: { type: 'string', multiple: true, default: [] },
        messages: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new Problem(`${(error as Error).message}\nAll there is to know: --help`);
  }
}

interface Named {
  readonly id: string;
  readonly label: string;
}

function pick<T extends Named>(what: string, id: string, choices: readonly T[], of?: Named): T {
  const found = choices.find((choice) => choice.id === id);
  if (found) return found;
  throw new Problem(`There is no ${what} "${id}"${of ? ` of ${of.label}` : ''}, only: ${list(choices)}.`);
}

function list(choices: readonly Named[]): string {
  return choices.map(({ id }) => id).join(', ');
}

function first<T>(items: readonly T[]): T {
  const [item] = items;
  if (item === undefined) throw new Error('A descriptor has an empty list');
  return item;
}
