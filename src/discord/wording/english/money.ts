/** Credits, and what became of them. */
export const moneyMessages = {
  'money.credits': { one: '{count} credit', other: '{count} credits' },
  'money.pictures': { one: '{count} picture', other: '{count} pictures' },
  'money.charged': 'You were charged {credits}.',
  'money.notCharged': 'You were not charged.',
  'money.returned': '{credits} came back to you.',
  'money.setAside': 'You were not charged; credits that were set aside come back by themselves.',
  'money.heldUntil': 'You were not charged so far; {credits} stay on hold until {when} at the latest.',
  'money.heldUntilKnown': 'You were not charged so far; {credits} stay on hold until the end of it is known.',
} as const;
