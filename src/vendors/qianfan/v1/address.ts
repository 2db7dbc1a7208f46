/** Where the public V1 service was; the documented paths follow it. */
export const v1BaseUrl = 'https://aip.baidubce.com';
