import { type Attribute, COMMON, GROUP, type Schema, USER } from './attributes.ts';
import type { Resource } from './read-resource.ts';

/** Most resources in one answer. */
export const MOST_RESULTS = 200;

/** What this end can do, honestly. @source RFC 7643, 5 */
export const providerConfig = (base: string): Resource => ({
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of the organization, made in its settings or by `tocsin scim token create`',
      specUri: 'https://www.rfc-editor.org/info/rfc6750',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
});

/** @source RFC 7643, 6 */
export const resourceTypes = (base: string): Resource[] =>
  [USER, GROUP].map(({ id, name, endpoint, description }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    endpoint,
    description,
    schema: id,
    schemaExtensions: [],
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  }));

/** @source RFC 7643, 7 */
export const schemas = (base: string): Resource[] =>
  [USER, GROUP].map(({ id, name, description, attributes }: Schema) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    id,
    name,
    description,
    attributes: [...COMMON.filter((one) => one.name === 'externalId'), ...attributes].map(told),
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${id}` },
  }));

function told({ subAttributes, referenceTypes, ...attribute }: Attribute): Resource {
  return {
    multiValued: false,
    required: false,
    ...(attribute.type === 'string' && { caseExact: false }),
    mutability: 'readWrite',
    returned: 'default',
    ...(attribute.type !== 'complex' && { uniqueness: 'none' }),
    ...attribute,
    ...(referenceTypes && { referenceTypes }),
    ...(subAttributes && { subAttributes: subAttributes.map(told) }),
  };
}
