import { Badge } from '@mantine/core';
import type { AuditLogQuery } from '../../../api/documents.ts';

export type Entry = NonNullable<AuditLogQuery['organization']>['auditLog']['nodes'][number];

export function ResultMark({ result }: Pick<Entry, 'result'>) {
  if (result === 'DONE') return <span>Done</span>;
  return <Badge color={result === 'REFUSED' ? 'vermilion' : 'gray'}>{result === 'REFUSED' ? 'Refused' : 'Failed'}</Badge>;
}
