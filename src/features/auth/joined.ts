import Type from 'typebox';
import type { Admitted } from './admit.ts';

/** What a sign-in tells the page beside that it went well: something only when an invitation came along. */
export const Joined = Type.Object({
  joined: Type.Optional(
    Type.Object(
      { slug: Type.String(), name: Type.String() },
      { description: 'The organization that the invitation in the browser has just led to' },
    ),
  ),
  notice: Type.Optional(Type.String({ description: 'Why that invitation led nowhere' })),
});

export const joinedBy = ({ joined, notice }: Pick<Admitted, 'joined' | 'notice'>) => ({
  ...(joined && { joined: { slug: joined.slug, name: joined.name } }),
  ...(notice && { notice }),
});
