import Type from 'typebox';
import type { Context } from '../../core/context.ts';
import { invalid } from '../../core/errors.ts';
import {
  bool,
  Email,
  email,
  id,
  integer,
  linked,
  name,
  nullable,
  onCreate,
  oneOf,
  readOnly,
  required,
  requiredText,
  text,
  theOne,
  time,
  writeOnly,
} from '../../core/field.ts';
import { readInput } from '../../core/input.ts';
import { admin, member } from '../../core/permissions.ts';
import { resource } from '../../core/resource.ts';
import { ProjectRead } from '../organizations/index.ts';
import { SearchFilterRead } from '../search-filters/index.ts';

const LONGEST_INTERVAL_DAYS = 3650;

/** Where news of incidents go: a channel or an address, for all of them or those that saved filters match. */
export const notifications = resource({
  table: 'notifications',
  path: '/notifications',
  tag: 'notifications',
  noun: 'notification',
  model: 'Notification',
  fields: {
    id: id(),
    name: required(name()),
    description: text(),
    type: required(oneOf(['conversation', 'email'])),
    target: requiredText({ maxLength: 500 }),
    enabled: bool(),
    filters: linked(SearchFilterRead, { links: 'notification_filters', from: 'notification_id', target: 'search_filter_id', by: ['id'] }),
    evergreen: bool(),
    evergreen_owner: email(),
    evergreen_reminder_interval: { ...integer(), input: nullable(Type.Integer({ minimum: 1, maximum: LONGEST_INTERVAL_DAYS })) },
    evergreen_last_reminder_at: time(),
    created_at: readOnly(time()),
    updated_at: readOnly(time()),
    project: required(onCreate(writeOnly(theOne(ProjectRead, 'project_id')))),
  },
  rules: { list: member, get: member, create: admin, update: admin, delete: admin },
  hooks: { beforeWrite: checkTarget },
});

export const NotificationRead = notifications.read;

async function checkTarget(tx: Context, row: Record<string, unknown>, _input: Record<string, unknown>, notificationId?: number) {
  // The interval is counted from here, not from the beginning of time.
  if (notificationId === undefined && row.evergreen) row.evergreen_last_reminder_at ??= tx.now();
  if (row.type === undefined && row.target === undefined) return;
  const current = notificationId === undefined ? undefined : await currentOf(tx, notificationId);
  const type = row.type ?? current?.type;
  const target = row.target ?? current?.target;
  if (type === 'email' && readInput(Email, target, ['body', 'target']).problems.length)
    throw invalid('target', 'A notification by e-mail goes to an e-mail address; write one such as team@example.com.');
}

const currentOf = (tx: Context, notificationId: number) =>
  tx.db.selectFrom('notifications').select(['type', 'target']).where('id', '=', notificationId).executeTakeFirst();
