// What is wrong with what somebody gave, line by line.
import { pick } from "./language.js";
import { element } from "./station.js";
import { say } from "./words.js";

function placeText(problem) {
  if (problem.cell) return problem.cell;
  return problem.line > 0 ? say("place", { line: problem.line, column: problem.column }) : "";
}

function problemRow(problem) {
  const row = element("li", "problem");
  row.dataset.severity = problem.severity;
  row.append(element("strong", "", say(problem.severity)), ` ${placeText(problem)} `);
  if (problem.field) row.append(element("code", "", problem.field));
  row.append(element("p", "", pick(problem.message)));
  return row;
}

export const problemList = (problems) => element("ul", "problems", "", ...problems.map(problemRow));
