// A week in lines that a person reads before saying yes to it.

// Its slots and those of its days that are otherwise. `say`: the page's words.
export function slotLines(week, say) {
  const titles = new Map(week.programmes.map(({ id, title }) => [id, title]));
  const line = (when, { start, programme }) => `${when} ${start}  ${titles.get(programme) ?? programme}`;
  const days = ({ days }) => (days.length === 7 ? say("everyDay") : days.join(", "));
  const otherwise = (day) => [...(day.replace ?? []), ...(day.add ?? [])].map((slot) => line(day.date ?? day.holiday, slot));
  return [...week.slots.map((slot) => line(days(slot), slot)), ...(week.exceptions ?? []).flatMap(otherwise)];
}

// What runs on the board.
export const sloganLines = (week) => (week.slogans ?? []).map(({ text }) => text);
