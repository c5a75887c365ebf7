import {
  type CSSVariablesResolver,
  convertCssVariables,
  DEFAULT_THEME,
  defaultCssVariablesResolver,
  mergeMantineTheme,
} from '@mantine/core';
import { theme } from './theme.ts';

/** Where the component library's own tokens would miss our contrast or our surfaces. */
const tokens: CSSVariablesResolver = (merged) => {
  const given = defaultCssVariablesResolver(merged);
  return {
    variables: { ...given.variables },
    light: {
      ...given.light,
      '--mantine-color-scheme': 'light',
      '--mantine-color-body': '#ffffff',
      '--mantine-color-text': '#1d1c19',
      '--mantine-color-dimmed': '#5f5b53',
      '--mantine-color-placeholder': '#6f6b62',
      '--mantine-color-error': '#a32f1b',
      '--mantine-color-anchor': '#0d6a5f',
      '--mantine-color-default-border': '#8c877d',
      '--mantine-color-gray-light-color': '#4b4842',
      '--mantine-color-gray-text': '#4b4842',
      '--mantine-color-vermilion-text': '#a32f1b',
      '--mantine-color-vermilion-light-color': '#842616',
    },
    dark: {
      ...given.dark,
      '--mantine-color-scheme': 'dark',
      '--mantine-color-body': '#1d1e21',
      '--mantine-color-text': '#ebe8e1',
      '--mantine-color-dimmed': '#aaa69d',
      '--mantine-color-placeholder': '#97938a',
      '--mantine-color-error': '#ff9d8a',
      '--mantine-color-anchor': '#7abfb2',
      '--mantine-color-default-border': '#767269',
      '--mantine-color-gray-light-color': '#c4c0b7',
      '--mantine-color-gray-text': '#c4c0b7',
      '--mantine-color-vermilion-text': '#ff9d8a',
      '--mantine-color-vermilion-light-color': '#ffb3a4',
    },
  };
};

/**
 * Hands the theme to the page as a constructed style sheet. The component library would write a style element, which the content
 * security policy (`style-src 'self'`) refuses.
 */
export function applyVariables() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(convertCssVariables(tokens(mergeMantineTheme(DEFAULT_THEME, theme))));
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
