/** Credits, and what became of them. */
export const moneyMessages = {
  'money.credits': { one: '{count} credit', other: '{count} credits' },
  'money.pictures': { one: '{count} picture', other: '{count} pictures' },
  'money.charged': 'You were charged {credits}.',
  'money.notCharged': "You weren't charged.",
  'money.notChargedReturned': {
    one: "You weren't charged: your {credits} is available again.",
    other: "You weren't charged: your {credits} are available again.",
  },
  'money.returned': { one: '{credits} is available again.', other: '{credits} are available again.' },
  'money.setAside': "You weren't charged. Credits that were set aside become available again by themselves.",
  'money.heldUntil': "You haven't been charged yet. {credits} stay on hold until {when} at the latest.",
  'money.heldUntilKnown': "You haven't been charged yet. {credits} stay on hold until it's known how this ended.",
} as const;
