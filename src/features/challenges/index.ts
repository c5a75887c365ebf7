export { canChallenge, createChallenge, type Decided, withdrawChallenge } from './create-challenge.ts';
