export type { Component } from './components.ts';
export { type WelcomeTemplate, welcomeTemplate } from './welcome-template.ts';
