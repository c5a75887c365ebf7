import Type from 'typebox';
import { AppError } from '../../core/errors.ts';

/* Parts that the bodies about incidents and cases have alike. */

/** An object that says which one by its name or id; the rest of what clients echo is ignored. */
export const Reference = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  additionalProperties: true,
  description: 'Found by id or name.',
  examples: [{ id: 1 }],
});

export const Person = Type.Unsafe<{ individual?: { email?: unknown } | null }>({
  type: 'object',
  additionalProperties: true,
  description: 'Said by `individual.email`.',
  examples: [{ individual: { email: 'ada@example.org' } }],
});

export const optional = <S extends Parameters<typeof Type.Optional>[0]>(schema: S) => Type.Optional(Type.Union([schema, Type.Null()]));

export const Title = Type.String({ minLength: 1, maxLength: 500 });
export const Description = Type.String({ minLength: 1, maxLength: 100_000 });
export const LongText = Type.String({ maxLength: 100_000 });

export const VISIBILITIES = ['Open', 'Restricted'] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export const VisibilitySchema = Type.Enum([...VISIBILITIES]);

/** Who reports something in the name of nobody else says where it happened. */
export const missingProject = () =>
  new AppError('invalid', 'Say in which project.', {
    problems: [{ type: 'missing', loc: ['body', 'project'], msg: 'Say in which project: it is needed when no reporter is named.' }],
  });
