/**
 * The rules of the leak guard and their words: what passed, what was found and why it matters, what to do. Kept together
 * so that they are read, and translated, together. `{operands}` are filled in by the rules.
 */

interface Words {
	/** One line with what was found. */
	readonly title: string;
	/** Why it matters. */
	readonly detail: string;
	/** What to do. */
	readonly remedy: string;
}
interface Rule {
	/** One line when nothing was found. */
	readonly pass: string;
	readonly found: Readonly<Record<string, Words>>;
	/** Whether a document may go on in spite of a refusal. */
	readonly mayOverride: boolean;
}

/** In the order they are checked. */
export const RULES = {
	'shared-rows': {
		pass: 'No row is in two splits',
		mayOverride: false,
		found: {
			twice: {
				title: 'In two splits at once: {rows}',
				detail:
					'A row that is trained on and scored again is answered from memory, so the score says nothing about new data.',
				remedy: 'Draw the split again. Each row belongs to train, validation or test.',
			},
		},
	},
	'equal-rows': {
		pass: 'No row has an equal in another split',
		mayOverride: true,
		found: {
			some: {
				title: 'Equal rows in different splits: {rows} of {of} ({share})',
				detail:
					'These rows have the same inputs as a row of another split. What a model remembers of one counts as foresight on the other.',
				remedy:
					'Drop duplicates in Transform before the split, or split by a group so that equal rows stay together. Where inputs have few values, equal rows are different cases and may stay.',
			},
			copies: {
				title: 'Most of what is scored is a copy: {rows} of {of} ({share})',
				detail:
					'These rows have the same inputs as a row of another split, and the inputs are measured so finely that chance cannot make them equal. Scores measure memory.',
				remedy:
					'Drop duplicates in Transform before the split, or split by a group so that copies stay together.',
			},
		},
	},
	'near-equal-rows': {
		pass: 'No row is nearly equal to one in another split',
		mayOverride: true,
		found: {
			some: {
				title: 'Nearly equal rows in different splits: {rows}',
				detail:
					'These rows differ from a row of another split by less than a thousandth of a standard deviation per measured column, and in nothing else. They are far more than neighbours by chance: copies that were rounded or disturbed, or one thing measured twice.',
				remedy:
					'Find what the pairs have in common (the same patient, device or minute) and split by it as a group, or keep one of each.',
			},
		},
	},
	'label-conflict': {
		pass: 'Equal inputs have equal targets',
		mayOverride: true,
		found: {
			classes: {
				title: 'Equal inputs with different targets: {rows} ({share})',
				detail: 'No model can be right about all of them: at best {best} of the rows.',
				remedy:
					'Look at the rows: a wrong label can be corrected; otherwise a column is missing that tells the cases apart.',
			},
			quantities: {
				title: 'Equal inputs with different targets: {rows} ({share})',
				detail: 'No model can be exact about them: equal inputs get one prediction.',
				remedy:
					'Look at the rows: a wrong value can be corrected; otherwise a column is missing that tells the cases apart.',
			},
		},
	},
	groups: {
		pass: 'No group is in two splits',
		mayOverride: true,
		found: {
			declared: {
				title: 'Groups of "{column}" in more than one split: {groups} of {of}',
				detail:
					'The pipeline says that rows of a group belong together. On both sides of the split, a model recognises the group instead of solving the task.',
				remedy: 'Split by group with the column "{column}".',
			},
			undeclared: {
				title: '"{column}" looks like a group, and {groups} of {of} are in more than one split',
				detail:
					'Its values repeat as those of a person, device or place do. Where rows of one group are alike, a model recognises the group instead of solving the task, and scores are too good.',
				remedy:
					'Split by group with the column "{column}" to know how well new groups are predicted. Leave it if new rows will come from the same groups.',
			},
		},
	},
	'time-order': {
		pass: 'No training row is later than what it is scored on',
		mayOverride: true,
		found: {
			declared: {
				title: 'Rows later than the split they come before: {rows}',
				detail:
					'By "{column}", earlier rows train and later ones are scored. These rows are later than the first of the next split, so the model has seen the future.',
				remedy: 'Split by time with the column "{column}".',
			},
			undeclared: {
				title: '{columns}: dated rows are split at random',
				detail:
					'{share} of the training rows are later than the first row that is scored, so the model learns from the future of what it is asked.',
				remedy:
					'Split by time with this column if predictions will be about the future. Leave it if the date says nothing about when a row became known.',
			},
		},
	},
	'target-derived': {
		pass: 'No input is made from the target',
		mayOverride: true,
		found: {
			reads: {
				title: 'Inputs computed from the target: {columns}',
				detail: 'Their expressions read "{target}", so each row carries its own answer.',
				remedy: 'Leave these columns out of the inputs, or compute them without "{target}".',
			},
			target: {
				title: 'The target "{target}" is among the inputs',
				detail: 'Each row carries its own answer.',
				remedy: 'Leave "{target}" out of the inputs.',
			},
			follows: {
				title: 'Inputs that give the target away: {columns}',
				detail: 'Such a column is most often written down after the answer was known.',
				remedy: 'Leave the column out unless its value is known at the moment of prediction.',
			},
		},
	},
	sizes: {
		pass: 'Splits, folds and classes are large enough',
		mayOverride: true,
		found: {
			nothing: {
				title: '{what}',
				detail: 'There is nothing to learn, or nothing to tell apart.',
				remedy: 'Keep more rows for training, or choose fewer folds.',
			},
			few: {
				title: 'Few rows to judge by: {what}',
				detail:
					'With so few rows a score moves by several points with each of them, and early stopping follows chance.',
				remedy: 'Use larger shares, fewer folds, or repeated folds, and read scores with their spread.',
			},
		},
	},
	'absent-classes': {
		pass: 'Every class is in every split',
		mayOverride: true,
		found: {
			untrained: {
				title: 'Classes without a training row: {classes}',
				detail: 'A model cannot learn what it is never shown, and is scored on it all the same. {where}',
				remedy: 'Stratify the split by the target, merge rare classes, or leave these rows out.',
			},
			unscored: {
				title: 'Classes missing from a split: {classes}',
				detail:
					'Nothing is known there about how well they are recognised, and some metrics cannot be computed. {where}',
				remedy: 'Stratify the split by the target, use larger shares, or merge rare classes.',
			},
		},
	},
	shift: {
		pass: 'Splits are distributed alike',
		mayOverride: true,
		found: {
			moderate: {
				title: 'Distribution shifts between splits: {columns}',
				detail: 'Training and scoring see different data, so scores depend on which rows went where. {where}',
				remedy:
					'With a random split, look for rows in blocks or duplicates and stratify. With a split by time, group or cluster a shift is what is asked about: read scores as those of new conditions.',
			},
			strong: {
				title: 'Strong distribution shifts between splits: {columns}',
				detail: 'Training and scoring see different data, so scores depend on which rows went where. {where}',
				remedy:
					'With a random split, look for rows in blocks or duplicates and stratify. With a split by time, group or cluster a shift is what is asked about: read scores as those of new conditions.',
			},
		},
	},
	'window-overlap': {
		pass: 'No window reaches into another split',
		mayOverride: true,
		found: {
			overlap: {
				title: 'Windows of different splits share rows: {rows}',
				detail: 'What is scored was partly seen in training, inside another window. {where}',
				remedy: 'Split by time with a gap of at least the size of a window and its shift.',
			},
		},
	},
	'constant-columns': {
		pass: 'Every input varies',
		mayOverride: true,
		found: {
			constant: {
				title: 'Inputs that hardly vary in training: {columns}',
				detail:
					'Nothing can be learned from a column of one value; what differs elsewhere meets an untrained weight. {where}',
				remedy: 'Leave the column out.',
			},
		},
	},
	'missing-one-side': {
		pass: 'Gaps are spread over the splits alike',
		mayOverride: true,
		found: {
			some: {
				title: 'Inputs with gaps on one side of the split only: {columns}',
				detail:
					'The model meets gaps it was not trained on, or learns from gaps it will not meet. Gaps may also tell which source or time a row is from. {where}',
				remedy:
					'Stratify or shuffle the split, leave the column out, or find out why the values are missing there.',
			},
		},
	},
	interpolation: {
		pass: 'Each split is interpolated from rows it may know',
		mayOverride: true,
		found: {
			together: {
				title: 'Interpolated over all splits at once: {columns}',
				detail:
					'Gaps in training rows are filled from the values of rows that are scored, and the other way round.',
				remedy: 'Switch on "process separately" for the interpolation.',
			},
		},
	},
	'fit-scope': {
		pass: 'Every step learns from training rows only',
		mayOverride: true,
		found: {
			overridden: {
				title: 'Steps that also learn from rows that are scored: {steps}',
				detail: 'By an override in the pipeline, shown on every run made with it. {where}',
				remedy: 'Remove the override, unless what the step learns is known without these rows.',
			},
		},
	},
} as const satisfies Record<string, Rule>;

export type RuleId = keyof typeof RULES;
