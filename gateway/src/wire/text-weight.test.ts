import { countTokens } from 'gpt-tokenizer/encoding/o200k_base'
import { describe, expect, it } from 'vitest'
import { CHARACTERS_PER_TOKEN } from './estimate-tokens.ts'
import { textWeight } from './text-weight.ts'

const TEXTS = {
  English:
    'The committee will meet on Thursday to discuss the budget for the coming year and to vote on the proposal.',
  German:
    'Die Kündigungsfrist beträgt drei Monate; für längere Verträge gelten größere Fristen, außer es wäre anders vereinbart.',
  French:
    'Le comité se réunira jeudi prochain pour débattre du budget de l’année à venir et voter la proposition déposée.',
  Russian:
    'Комитет соберётся в четверг, чтобы обсудить бюджет на следующий год и проголосовать за предложение.',
  Greek: 'Η επιτροπή θα συνεδριάσει την Πέμπτη για να συζητήσει τον προϋπολογισμό του επόμενου έτους.',
  Arabic: 'ستجتمع اللجنة يوم الخميس لمناقشة ميزانية العام المقبل والتصويت على الاقتراح المقدم.',
  Hebrew: 'הוועדה תתכנס ביום חמישי כדי לדון בתקציב לשנה הבאה ולהצביע על ההצעה.',
  Hindi: 'समिति अगले वर्ष के बजट पर चर्चा करने और प्रस्ताव पर मतदान करने के लिए गुरुवार को बैठक करेगी।',
  Thai: 'คณะกรรมการจะประชุมในวันพฤหัสบดีเพื่อหารือเกี่ยวกับงบประมาณสำหรับปีหน้าและลงคะแนนเสียงในข้อเสนอ',
  Chinese: '委员会将于星期四开会，讨论明年的预算并对提案进行表决。',
  Japanese: '委員会は木曜日に会合を開き、来年度の予算について議論し、提案について採決を行います。',
  Korean: '위원회는 목요일에 회의를 열어 내년 예산을 논의하고 제안에 대해 표결할 예정입니다.',
} as const

describe('the weight of a text', () => {
  it.each(Object.entries(TEXTS))('in %s gives about as many tokens as there are, rather more', (_, text) => {
    const estimated = textWeight(text) / CHARACTERS_PER_TOKEN
    const counted = countTokens(text)
    expect(estimated).toBeGreaterThan(counted * 0.8)
    expect(estimated).toBeLessThan(counted * 1.7)
  })

  it('is its length where it is Latin', () => {
    expect(textWeight('')).toBe(0)
    expect(textWeight('naïve façade')).toBe(12)
  })

  it('is judged by a sample where it is long', () => {
    const long = TEXTS.Chinese.repeat(10_000)
    const each = textWeight(TEXTS.Chinese) / TEXTS.Chinese.length
    expect(textWeight(long) / long.length).toBeCloseTo(each, 1)
    expect(textWeight('字')).toBe(3)
  })
})
