import type { PluginCatalogue } from '../plugin-sdk/catalogue.ts';
import { authMfaPlugin } from '../plugins/auth-mfa/index.ts';
import { conferencePlugin } from '../plugins/conference/index.ts';
import { contactPlugin } from '../plugins/contact/index.ts';
import { documentsPlugin } from '../plugins/documents/index.ts';
import { genericWorkflowPlugin } from '../plugins/generic-workflow/index.ts';
import { groupsPlugin } from '../plugins/groups/index.ts';
import { mailPlugin } from '../plugins/mail/index.ts';
import { oncallPlugin } from '../plugins/oncall/index.ts';
import { participantResolverPlugin } from '../plugins/participant-resolver/index.ts';
import { storagePlugin } from '../plugins/storage/index.ts';
import { ticketPlugin } from '../plugins/ticket/index.ts';
import { warRoomPlugin } from '../plugins/war-room/index.ts';

/** Every installed plug-in; a line less removes one. */
export const plugins: PluginCatalogue = [
  authMfaPlugin,
  conferencePlugin,
  contactPlugin,
  documentsPlugin,
  genericWorkflowPlugin,
  groupsPlugin,
  mailPlugin,
  oncallPlugin,
  participantResolverPlugin,
  storagePlugin,
  ticketPlugin,
  warRoomPlugin,
];
