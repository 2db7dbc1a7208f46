/**
 * Where the second address of an API is, such as that of the tokens: as documented if the first one is, otherwise at the
 * origin of the first one with its documented path. So a gateway or a test server stands in for all hosts of an API.
 *
 * @param baseUrl what the user has chosen.
 * @param documentedBases the addresses of all of the API's endpoints.
 * @param sibling the documented second address.
 */
export function siblingUrl(baseUrl: string, documentedBases: readonly string[], sibling: string): string {
  const { origin } = new URL(baseUrl);
  if (documentedBases.some((base) => new URL(base).origin === origin)) return sibling;
  const { pathname, search } = new URL(sibling);
  return origin + pathname + search;
}
