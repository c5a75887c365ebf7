import Type, { type Static } from 'typebox';

const LONGEST = 2000;

export const Configuration = Type.Object({
  api_url: Type.String({
    maxLength: LONGEST,
    // An address with a password in it is refused by `fetch`, in words that repeat it.
    pattern: '^https?://[^/?#@\\s]+([/?#]\\S*)?$',
    title: 'Address of the engine',
    description: 'A run is started by a POST to this address and asked after by a GET; https://automation.example.org/tocsin for example.',
  }),
  auth_header: Type.String({
    minLength: 1,
    maxLength: LONGEST,
    // What else a header may not hold would make `fetch` complain, in words that repeat it.
    pattern: '^[\\x20-\\x7e]+$',
    secret: true,
    title: 'Authorization header',
    description: 'Sent with every call: Bearer … or Basic … for example.',
  }),
});
export type Configuration = Static<typeof Configuration>;
