import { describe, expect, it } from 'vitest';
import { fine, note, wrong } from '#core/finding.ts';
import { formatReport } from '#doctor/examine.ts';

describe('the report', () => {
  it('has one line each, and what to do', () => {
    const findings = [fine('Store', 'opens'), note('Webhooks', 'off'), wrong('Discord', 'refuses', 'reset it')];
    expect(formatReport(findings, [])).toBe(
      '✓ Store: opens\n– Webhooks: off\n✗ Discord: refuses → reset it\n\n1 thing is wrong.\n',
    );
  });

  it('counts what is wrong', () => {
    expect(formatReport([fine('Store', 'opens')], [])).toContain('Nothing is wrong.');
    expect(formatReport([wrong('A', 'b', 'c'), wrong('D', 'e', 'f')], [])).toContain('2 things are wrong.');
  });

  it('never shows a secret, nor a line break of somebody else', () => {
    const report = formatReport([wrong('Discord', 'said\n"tok-123"', 'look')], ['tok-123', '']);
    expect(report).toContain('✗ Discord: said "[secret]" → look\n');
  });
});
