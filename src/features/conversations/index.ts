export { changeMessage } from './change-message.ts';
export { listMessages } from './list-messages.ts';
export { logCommand, postMessage } from './post-message.ts';
export { postNotice } from './post-notice.ts';
export { postToRoom, setRoomArchived, setRoomTopic } from './room.ts';
export { TALK_RULES, talkRule } from './rules.ts';
export { ConversationRead, MessageRead } from './shapes.ts';
