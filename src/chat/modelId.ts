import type { ModelSelection } from './conversation.ts';

/** A model as it is written in settings: `vendor/api/model`. */
export function modelId({ vendorId, apiId, model }: ModelSelection): string {
  return `${vendorId}/${apiId}/${model}`;
}

/** Reads `vendor/api/model`, where the model's own id may have slashes in it. Undefined where a part is missing. */
export function parseModelId(text: string): ModelSelection | undefined {
  const [, vendorId = '', apiId = '', model = ''] = /^([^/]+)\/([^/]+)\/(.+)$/.exec(text.trim()) ?? [];
  return model === '' ? undefined : { vendorId, apiId, model };
}
