/** An attribute as /Schemas tells it, and as bodies, paths and answers are held to it. @source RFC 7643, 7 */
export type Attribute = {
  name: string;
  type: 'string' | 'boolean' | 'dateTime' | 'reference' | 'complex';
  description: string;
  multiValued?: boolean;
  required?: boolean;
  caseExact?: boolean;
  mutability?: 'readOnly' | 'readWrite' | 'immutable';
  returned?: 'always' | 'default';
  uniqueness?: 'none' | 'server';
  referenceTypes?: string[];
  subAttributes?: Attribute[];
};

export type Schema = { id: string; name: string; endpoint: string; description: string; attributes: Attribute[] };

/** What every resource has. @source RFC 7643, 3.1 */
export const COMMON: Attribute[] = [
  {
    name: 'id',
    type: 'string',
    description: 'Given by us, never changes',
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  },
  { name: 'externalId', type: 'string', description: "The directory's own id", caseExact: true },
  {
    name: 'meta',
    type: 'complex',
    description: 'About the resource itself',
    mutability: 'readOnly',
    subAttributes: [
      { name: 'resourceType', type: 'string', description: 'User or Group', caseExact: true, mutability: 'readOnly' },
      { name: 'created', type: 'dateTime', description: 'When it was made', mutability: 'readOnly' },
      { name: 'lastModified', type: 'dateTime', description: 'When it last changed', mutability: 'readOnly' },
      { name: 'location', type: 'reference', description: 'Its address', caseExact: true, mutability: 'readOnly', referenceTypes: ['uri'] },
    ],
  },
];

const CORE = 'urn:ietf:params:scim:schemas:core:2.0';

export const USER: Schema = {
  id: `${CORE}:User`,
  name: 'User',
  endpoint: '/Users',
  description: 'A member whom the directory made, or was given',
  attributes: [
    {
      name: 'userName',
      type: 'string',
      description: 'What the directory calls the person, unique in it',
      required: true,
      uniqueness: 'server',
    },
    {
      name: 'name',
      type: 'complex',
      description: 'The parts of the name',
      subAttributes: [
        { name: 'formatted', type: 'string', description: 'The whole name' },
        { name: 'familyName', type: 'string', description: 'Family name' },
        { name: 'givenName', type: 'string', description: 'Given name' },
        { name: 'middleName', type: 'string', description: 'Middle names' },
      ],
    },
    { name: 'displayName', type: 'string', description: 'The name to show' },
    { name: 'active', type: 'boolean', description: 'false: locked out of the organization, sessions ended' },
    {
      name: 'emails',
      type: 'complex',
      multiValued: true,
      description: 'Addresses; the primary one, else the first, is whom a new member is found by',
      subAttributes: [
        { name: 'value', type: 'string', description: 'The address' },
        { name: 'display', type: 'string', description: 'The address as it is shown' },
        { name: 'type', type: 'string', description: 'work, home or other' },
        { name: 'primary', type: 'boolean', description: 'Whether it is the first to use' },
      ],
    },
    {
      name: 'groups',
      type: 'complex',
      multiValued: true,
      mutability: 'readOnly',
      description: 'The groups of the person; changed at the groups',
      subAttributes: [
        { name: 'value', type: 'string', description: 'id of the group', mutability: 'readOnly' },
        { name: '$ref', type: 'reference', description: 'Its address', mutability: 'readOnly', referenceTypes: ['Group'] },
        { name: 'display', type: 'string', description: 'Its name', mutability: 'readOnly' },
      ],
    },
  ],
};

export const GROUP: Schema = {
  id: `${CORE}:Group`,
  name: 'Group',
  endpoint: '/Groups',
  description: 'A group of the directory; what it gives is set in Tocsin',
  attributes: [
    {
      name: 'displayName',
      type: 'string',
      description: 'The name of the group, unique in the directory',
      required: true,
      uniqueness: 'server',
    },
    {
      name: 'members',
      type: 'complex',
      multiValued: true,
      description: 'Users of this directory; groups in groups are not known here',
      subAttributes: [
        { name: 'value', type: 'string', description: 'id of the user', mutability: 'immutable' },
        { name: '$ref', type: 'reference', description: 'Its address', mutability: 'readOnly', referenceTypes: ['User'] },
        { name: 'display', type: 'string', description: 'The name of the user', mutability: 'readOnly' },
        { name: 'type', type: 'string', description: 'User', mutability: 'immutable' },
      ],
    },
  ],
};

/** What RFC 7643 has of users and is not kept here: directories send it all the same, and it is let pass. */
const NOT_KEPT = new Set(
  'nickname profileurl title usertype preferredlanguage locale timezone password phonenumbers ims photos addresses entitlements roles x509certificates schemas'.split(
    ' ',
  ),
);

/** @returns whether a name means something in SCIM that is not kept here: another schema, or a part of the user's */
export const isNotKept = (name: string) => NOT_KEPT.has(name.toLowerCase()) || /^urn:/i.test(name);

const ALL = new Map([USER, GROUP].map((schema) => [schema, [...COMMON, ...schema.attributes]]));

/** @returns the attribute of this name, in any case; undefined when there is none */
export const attributeOf = (schema: Schema, name: string): Attribute | undefined => byName(ALL.get(schema) ?? [], name);

export const byName = (attributes: readonly Attribute[], name: string): Attribute | undefined =>
  attributes.find((one) => one.name.toLowerCase() === name.toLowerCase());
