export const SEND_RESET_LINK = 'send-reset-link';
export const TELL_OF_RESET = 'tell-of-reset';
