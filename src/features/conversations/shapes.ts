import Type from 'typebox';
import { bool, computed, id, nullable, one, requiredText, text, time } from '../../core/field.ts';
import { shape } from '../../core/shape.ts';

/** Where a subject's people talk. */
export const ConversationRead = shape('ConversationRead', 'conversations', {
  id: id(),
  channel_id: text(),
  thread_id: text(),
  topic: text(),
  archived_at: time(),
  resource_type: text(),
  resource_id: text(),
  weblink: text(),
  description: computed(nullable(Type.String()), () => `'The room where everybody who works on this talks.'`),
});

const MessageAuthor = shape('MessageAuthor', 'individual_contacts', { id: id(), name: text(), email: text() });

/** A message of the war room; `author` is null when Tocsin itself speaks. */
export const MessageRead = shape('MessageRead', 'messages', {
  id: id(),
  kind: requiredText(),
  body: requiredText(),
  author: one(MessageAuthor, 'individual_contact_id'),
  only_to: text(),
  pinned: bool(),
  decision: bool(),
  created_at: time(),
  edited_at: time(),
});
