/* What people say in a room at night, in the order in which it is said. Names and the service are filled in. */

export const LEADS = [
  'I lead. {maker}, please look at {service}; {scribe} writes down what we find.',
  'I take this one. {maker} looks, {scribe} writes, everybody else watches.',
  'Commander is me. First question: what changed in the last two hours around {service}?',
];
export const KEEPS = ['I keep the timeline.', 'Writing. Please say times with what you find.', 'Timeline is mine, decisions too.'];
export const LOOKS = [
  'On it. Graphs first, then the log.',
  'Looking at {service}. Errors began all at once, so it is a change or a neighbour.',
  'I compare with yesterday at the same hour. Two minutes.',
  'Nobody deployed since noon, says the log. I look at what is below.',
];
export const FINDS = ['Found it:', 'This is it, I am fairly sure:', 'Confirmed on two machines:', 'It is what we feared:'];
export const ASKS = [
  'Good. What is the quickest way out, and what could go wrong with it?',
  'Thank you. Can we undo it, or only mend it?',
  'Understood. What do customers feel until then?',
];
export const PROPOSES = [
  'I would mend it in place: ten minutes, and we can go back at any step.',
  'Two ways. The slow one is safe, the quick one needs a second pair of eyes. I am for the quick one.',
  'One machine first. If its errors fall, all of them.',
];
export const DECIDES = [
  'We go with it. {maker} acts, {scribe} watches.',
  'Agreed, one machine first. Say when it is done.',
  'Do it. I tell support what to say meanwhile.',
];
export const ENDS = ['Done.', 'Finished on all machines.', 'It is in place, and the graph agrees:'];
export const CALMS = ['Calls have stopped.', 'Support hears nothing new since ten minutes.', 'Customers confirm that it works again.'];
export const THANKS = [
  'Review is written, see the documents. Thank you all.',
  'I close it. The tasks that are left have owners.',
  'Closed. We meet on Thursday to talk about the alert that did not come.',
];
