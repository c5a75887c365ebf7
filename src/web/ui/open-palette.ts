/** Opens the command palette; it is loaded by then, or now. */
export const openPalette = async () => (await import('@mantine/spotlight')).spotlight.open();
