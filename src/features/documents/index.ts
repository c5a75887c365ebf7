export { documentContent, editContent, replaceContent } from './content.ts';
export { documentsOf } from './host.ts';
export { documentResource, insertDocument, type NewDocument } from './insert-document.ts';
export { DocumentRead, documents } from './resource.ts';
export { documentView } from './rules.ts';
