export { auditEntries } from './entries.ts';
export { verifyChain } from './verify-chain.ts';
