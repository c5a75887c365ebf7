/** The bell. */
export function Bell({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden focusable="false">
      <rect width="32" height="32" rx="7" fill="var(--mantine-color-verdigris-7)" />
      <path fill="#fff" d="M16 6c-4 0-6.5 2.8-6.8 7.2-.3 3.4-.9 5.6-2.7 7.3h19c-1.8-1.7-2.4-3.9-2.7-7.3C22.5 8.8 20 6 16 6Z" />
      <circle cx="16" cy="24.2" r="2.3" fill="#fff" />
    </svg>
  );
}
