export const EXPIRE_CHALLENGE = 'expire-challenge';
export const ASK_ELSEWHERE = 'ask-challenge-elsewhere';
