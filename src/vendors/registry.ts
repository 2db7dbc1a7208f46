import type { ApiDescriptor, VendorDescriptor } from '../core/vendor.ts';
import { discreetProvider, secretFieldsOf } from '../net/discreetProvider.ts';
import { alibaba } from './alibaba/descriptor.ts';
import { custom } from './custom/descriptor.ts';
import { qianfan } from './qianfan/descriptor.ts';
import { spark } from './spark/descriptor.ts';
import { zhipu } from './zhipu/descriptor.ts';

/** Every vendor, in the order in which they are offered. What their clients throw or answer never holds a key. */
export const vendors: readonly VendorDescriptor[] = [qianfan, spark, alibaba, zhipu, custom].map(
  ({ apis, ...vendor }) => ({ ...vendor, apis: apis.map(discreet) }),
);

function discreet(api: ApiDescriptor): ApiDescriptor {
  return {
    ...api,
    create: async (connection, transport) =>
      discreetProvider(await api.create(connection, transport), connection, secretFieldsOf(api)),
  };
}

/** The API with these ids, or undefined if there is none (any more). */
export function findApi(
  vendorId: string,
  apiId: string,
): { readonly vendor: VendorDescriptor; readonly api: ApiDescriptor } | undefined {
  const vendor = vendors.find(({ id }) => id === vendorId);
  const api = vendor?.apis.find(({ id }) => id === apiId);
  return vendor && api && { vendor, api };
}
