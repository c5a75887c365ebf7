export { participantsOf, rotationsOf } from './host.ts';
export { isOwnRotation, type OnCallPerson, onCallNext, onCallNow, shiftsEnded } from './on-call.ts';
export { type NewPage, pagePerson, pageService } from './page.ts';
export { ownPage } from './pages.ts';
export { ServiceRead, services } from './services.ts';
