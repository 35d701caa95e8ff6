/** A report that is one document, made when the run has ended. `runs export` makes the same of a journal, also of one without an end. */
import type { RunEvent } from '../domain/event.ts';
import type { CreateReporter, ReporterContext } from './reporter.ts';
import { newStory, tell } from './story.ts';
import type { Story } from './story.ts';

export type RenderDocument = (story: Story, context: ReporterContext) => string;

export const documentReporter =
  (render: RenderDocument): CreateReporter =>
  (context) => {
    let story = newStory();
    return (event) => {
      story = tell(story, event);
      return event.type === 'run.ended' ? render(story, context) : '';
    };
  };

/** The document of what was written down, whether or not the run came to an end. */
export const documentOf = (render: RenderDocument, events: Iterable<RunEvent>, context: ReporterContext): string => {
  let story = newStory();
  for (const event of events) story = tell(story, event);
  return render(story, context);
};
