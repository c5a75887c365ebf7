import Type from 'typebox';
import { computed, id, nullable, readOnly, text, time } from '../../core/field.ts';
import { admin } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { shape } from '../../core/shape.ts';

const addresses = (column: 'to' | 'cc') => computed(Type.Array(Type.String()), (alias) => `to_json(${alias}."${column}")`);

const summary = {
  id: id(),
  subject: readOnly(text()),
  to: addresses('to'),
  status: readOnly(text()),
  created_at: readOnly(time()),
  sent_at: readOnly(time()),
  last_error: readOnly(text()),
  incident_id: computed(nullable(Type.Integer()), (alias) => `${alias}.incident_id`),
  case_id: computed(nullable(Type.Integer()), (alias) => `${alias}.case_id`),
} as const;

/** The outbox. Mails may tell of restricted incidents: administrators read them. */
export const mails = resource({
  table: 'mails',
  path: '/mail',
  tag: 'mail',
  noun: 'mail',
  model: 'Mail',
  fields: { ...summary, cc: addresses('cc'), text: readOnly(text()), html: readOnly(text()) },
  item: shape('MailReadMinimal', 'mails', summary),
  rules: { list: admin, get: admin },
  param: 'mail_id',
  substring: ['subject'],
});
