export { participantsOf, rotationsOf } from './host.ts';
export { type OnCallPerson, onCallNext, onCallNow } from './on-call.ts';
export { type NewPage, pagePerson, pageService } from './page.ts';
export { ownPage } from './pages.ts';
export { ServiceRead, services } from './services.ts';
