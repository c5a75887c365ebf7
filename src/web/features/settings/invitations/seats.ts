type Seats = { limit: number | null; members: number; invited: number };

export function seatsInWords({ limit, members, invited }: Seats): string {
  const used = `${members.toLocaleString()} ${members === 1 ? 'member' : 'members'}, ${invited.toLocaleString()} invited`;
  if (limit === null) return `${used}.`;
  const left = Math.max(0, limit - members - invited);
  return `${used}; ${left.toLocaleString()} of ${limit.toLocaleString()} seats left.`;
}
