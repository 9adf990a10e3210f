import type { StateMachine } from 'aws-local-stepfunctions';

export type WorkflowEvents = ReturnType<StateMachine['run']>['eventLogs'];
/** What happens in an execution: states entered and left, items of maps begun and done. */
export type WorkflowEvent = WorkflowEvents extends AsyncGenerator<infer Event> ? Event : never;
