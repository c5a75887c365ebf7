import Type from 'typebox';
import { id, many, nullable, requiredText, text } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

export const alertFields = {
  id: id(),
  name: { ...requiredText({ maxLength: 500 }), required: false },
  description: text(),
  originator: text(),
  external_link: text(),
} as const;

const Given = Type.Unsafe<object>({ type: 'object', additionalProperties: true, description: 'Ignored: alerts are written on their own.' });

/** The alerts that watch a source; what a client sends back of them is left alone. */
export const alertsOfSource = () => ({
  ...many(shape('SourceAlert', 'alerts', alertFields), 'source_id'),
  input: nullable(Type.Array(nullable(Given))),
  echoed: true,
});
