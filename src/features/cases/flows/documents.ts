import { documentSteps } from '../../assembly/index.ts';
import { BEGINNING } from '../document-beginning.ts';

const caseDocument = documentSteps({
  what: 'case',
  pointer: 'case_document_id',
  template: 'case_template_document_id',
  resourceType: 'dispatch-case-document',
  noun: 'Case document',
  beginning: BEGINNING,
  values: (_ctx, _subject, { links, ...full }) =>
    Promise.resolve({
      case_name: full.name,
      case_title: full.title,
      case_description: full.description,
      case_resolution: full.resolution ?? '',
      case_status: full.status,
      case_type: full.type,
      case_severity: full.severity,
      case_priority: full.priority,
      case_owner: full.commander ?? '',
      case_storage_weblink: links.storage ?? '',
      case_ticket_weblink: links.ticket ?? '',
      case_conversation_weblink: links.conversation ?? '',
    }),
});

export const { create: createCaseDocument, fill: fillCaseDocument } = caseDocument;
