/** Somebody of the example bank. The first one owns it. */
export type Person = { name: string; email: string; title: string; team: string; role: 'Owner' | 'Manager' | 'Admin' | 'Member' };

const person = (name: string, title: string, team: string, role: Person['role'] = 'Member'): Person => ({
  name,
  title,
  team,
  role,
  email: `${name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z ]/g, '')
    .replace(' ', '.')}@bank.example`,
});

export const PEOPLE = [
  person('Maya Okafor', 'Head of operations', 'Operations', 'Owner'),
  person('Jonas Lindqvist', 'Engineering manager', 'Payments', 'Manager'),
  person('Priya Raman', 'Site reliability engineer', 'Platform', 'Admin'),
  person('Tomás Herrera', 'Site reliability engineer', 'Platform'),
  person('Aiko Tanaka', 'Backend engineer', 'Payments'),
  person('Samuel Boateng', 'Backend engineer', 'Payments'),
  person('Elif Demir', 'Database administrator', 'Platform'),
  person('Noah Fischer', 'Security engineer', 'Security', 'Admin'),
  person('Chloé Martin', 'Security analyst', 'Security'),
  person('Ravi Shah', 'Mobile engineer', 'Apps'),
  person('Hanna Kowalska', 'Frontend engineer', 'Apps'),
  person('Omar Haddad', 'Network engineer', 'Platform'),
  person('Lucía Vega', 'Customer support lead', 'Support'),
  person('Peter Novák', 'Customer support', 'Support'),
  person('Grace Mwangi', 'Communications', 'Operations'),
] as const;

export const TEAMS = ['Operations', 'Payments', 'Platform', 'Security', 'Apps', 'Support'] as const;

/** Who takes turns for what. */
export const ROTATIONS: { name: string; externalId: string; teams: string[]; shiftHours: number }[] = [
  { name: 'Payments on call', externalId: 'payments', teams: ['Payments'], shiftHours: 168 },
  { name: 'Platform on call', externalId: 'platform', teams: ['Platform'], shiftHours: 12 },
  { name: 'Security on call', externalId: 'security', teams: ['Security'], shiftHours: 168 },
];

export const membersOf = (team: string) => PEOPLE.filter((one) => one.team === team);
