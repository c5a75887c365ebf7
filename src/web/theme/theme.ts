import {
  type ActionIconProps,
  type BadgeProps,
  type ButtonProps,
  type CardProps,
  type CheckboxProps,
  type CloseButtonProps,
  type ComboboxProps,
  createTheme,
  type DrawerProps,
  defaultVariantColorsResolver,
  type InputClearButtonProps,
  type InputProps,
  type MenuProps,
  type ModalProps,
  type PopoverProps,
  type RadioProps,
  type SelectProps,
  type SwitchProps,
  type TableProps,
  type TabsProps,
  type TextareaProps,
  type TextInputProps,
  type TooltipProps,
  type VariantColorsResolver,
} from '@mantine/core';
import { amber, soot, stone, verdigris, vermilion } from './palette.ts';

const SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';
const SYSTEM_MONO = 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';

/** A component's `extend` says the same and loads the component, wherever the first screen does not need it. */
const defaults = <P>(defaultProps: Partial<P>) => ({ defaultProps });

/** The scroll lock of dialogs writes a style element, which the content security policy forbids; global.css locks instead. */
const withoutScrollLock = { lockScroll: false, removeScrollProps: { enabled: false } } as const;

/** The library picks the text of filled controls for the light scheme and keeps it in the dark one, where the fill is pale. */
const FILLED_INK = 'var(--filled-ink)';
const inkForBothSchemes: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input);
  return input.variant === 'filled' ? { ...colors, color: FILLED_INK } : colors;
};

export const theme = createTheme({
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  variantColorResolver: inkForBothSchemes,
  respectReducedMotion: true,
  colors: { verdigris, vermilion, amber, gray: stone, dark: soot },
  white: '#ffffff',
  black: '#1d1c19',
  fontFamily: SYSTEM,
  fontFamilyMonospace: SYSTEM_MONO,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.3' },
  headings: {
    fontFamily: SYSTEM,
    fontWeight: '640',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.875rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '12px', xl: '20px' },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' },
  shadows: {
    xs: '0 1px 2px rgb(20 18 12 / 8%)',
    sm: '0 1px 3px rgb(20 18 12 / 12%)',
    md: '0 6px 20px rgb(20 18 12 / 14%)',
    lg: '0 12px 36px rgb(20 18 12 / 20%)',
    xl: '0 20px 60px rgb(20 18 12 / 24%)',
  },
  components: {
    ActionIcon: defaults<ActionIconProps>({ variant: 'subtle', color: 'gray' }),
    Badge: defaults<BadgeProps>({ variant: 'default', tt: 'none', fw: 500 }),
    Button: defaults<ButtonProps>({ size: 'sm' }),
    Card: defaults<CardProps>({ withBorder: true, shadow: undefined, padding: 'md' }),
    Checkbox: defaults<CheckboxProps>({ size: 'sm', iconColor: FILLED_INK }),
    CloseButton: defaults<CloseButtonProps & { 'aria-label': string }>({ 'aria-label': 'Close' }),
    Combobox: defaults<ComboboxProps>({ shadow: 'md' }),
    Drawer: defaults<DrawerProps>({ ...withoutScrollLock, position: 'right', closeButtonProps: { 'aria-label': 'Close' } }),
    Input: defaults<InputProps>({ size: 'sm' }),
    InputClearButton: defaults<InputClearButtonProps>({ 'aria-label': 'Clear' }),
    Menu: defaults<MenuProps>({ shadow: 'md', position: 'bottom-end', withinPortal: true, withInitialFocusPlaceholder: false }),
    Modal: defaults<ModalProps>({ ...withoutScrollLock, centered: true, closeButtonProps: { 'aria-label': 'Close' } }),
    Popover: defaults<PopoverProps>({ shadow: 'md' }),
    Radio: defaults<RadioProps>({ iconColor: FILLED_INK }),
    Select: defaults<SelectProps>({ clearButtonProps: { 'aria-label': 'Clear' } }),
    Switch: defaults<SwitchProps>({ size: 'sm' }),
    Table: defaults<TableProps>({ verticalSpacing: 'xs' }),
    Tabs: defaults<TabsProps>({ keepMounted: false }),
    Textarea: defaults<TextareaProps>({ autosize: true, minRows: 3, maxRows: 18 }),
    TextInput: defaults<TextInputProps>({ autoComplete: 'off' }),
    Tooltip: defaults<TooltipProps>({
      openDelay: 300,
      withArrow: false,
      multiline: true,
      maw: 320,
      events: { hover: true, focus: true, touch: false },
    }),
  },
});
