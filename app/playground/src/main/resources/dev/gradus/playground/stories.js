// The stories: each step is a sentence, with what to set and how far to train. A step keeps what those before it set.

/**
 * A step may have: set, what changes in the settings, which begins a new run; to, the batch to train to; print, another
 * loss to print; measure, what the learning curves show; log, whether logarithmically; look, the part of the page that it
 * speaks of.
 */
const STORIES = [
  {
    id: 'question',
    title: 'Which loss should I choose?',
    steps: [
      {
        set: {},
        text: 'Two networks start from the same weights and see the same batches; only the loss differs: A learns by the squared error, B by cross-entropy.',
      },
      {
        to: 350, look: '#networks', measure: 'mean-squared-error',
        text: 'After 350 batches B has found the circle, and A has hardly begun.',
      },
      {
        look: '#numbers',
        text: 'That is not a matter of what is printed: even by the squared error, which B has never seen, B is far ahead of A.',
      },
      {
        look: '#gradient',
        text: 'What differs is the gradient: cross-entropy sends back the whole error, the squared error less, and next to nothing where the network is sure and wrong.',
      },
      {
        look: '#numbers', print: 'mean-absolute-error',
        text: 'Printing another loss changes the number and nothing else: the weights are the same, bit for bit.',
      },
      {
        to: 1400, look: '#learning',
        text: 'With four times as many batches, A gets there too: for classes the squared error is not wrong, it is slow.',
      },
      {text: 'So choose a loss for the gradient that it sends back, and print whatever you like to read.'},
    ],
  },
  {
    id: 'neuron',
    title: 'Very wrong, and slow to learn it',
    steps: [
      {
        set: {
          data: 'csv', csv: 'x,y\n1,0\n', target: 'y', kind: 'number', scale: 'none', validation: 0, layers: [], output: 'sigmoid', start: '{"weights":2,"bias":2}',
          rate: 0.15, batch: 1,
        },
        text: 'One neuron is to turn the input 1 into 0, and starts at 0.98, as wrong as it can be (from M. Nielsen’s book, 2015, chapter 3).',
      },
      {
        to: 50, look: '#networks', measure: 'mean-squared-error',
        text: 'After 50 steps B, with cross-entropy, is nearly there; A, with the squared error, has hardly moved.',
      },
      {
        to: 0, look: '#gradient',
        text: 'Back at the start one sees why: at the same error, 0.98, cross-entropy pulls with 0.98, and the squared error with 0.03, since the sigmoid is flat there.',
      },
      {
        to: 160, look: '#networks',
        text: 'A creeps along the flat part of its sigmoid, and falls only once it reaches the slope: the worse it is, the slower it learns.',
      },
      {
        set: {start: '{"weights":0.6,"bias":0.9}'}, to: 50,
        text: 'From an easier start, 0.82, the same neuron learns at once with both losses: it was not the loss alone, but the loss at a saturated unit.',
      },
    ],
  },
  {
    id: 'outliers',
    title: 'Outliers, and Huber',
    steps: [
      {
        set: {data: 'line', examples: 100, noise: 0.1, outliers: 0.15, layers: [], rate: 0.1, batch: 10, losses: ['mean-squared-error', 'huber(delta=0.2)']},
        text: 'Both networks are a straight line; most examples lie along one, and about every seventh, crossed, is far off.',
      },
      {
        to: 150, look: '#networks',
        text: 'A, with the squared error, is drawn towards the outliers; B, with Huber’s loss, stays with the others.',
      },
      {
        look: '#gradient',
        text: 'The pull of the squared error grows with the error, so a few outliers weigh as much as all others together; Huber’s pull ends at delta.',
      },
      {
        print: 'mean-absolute-error', look: '#numbers',
        text: 'Which of them is better depends on what you ask: A by the squared error, B by the absolute error.',
      },
      {
        set: {losses: ['mean-squared-error', 'huber(delta=3)']}, to: 150, look: '#gradient',
        text: 'With a delta of 3, nothing is an outlier any more, and Huber’s loss learns what the squared error does.',
      },
    ],
  },
  {
    id: 'noise',
    title: 'Wrong labels, and focal loss',
    steps: [
      {
        set: {
          data: 'overlap', examples: 300, noise: 0.1, flipped: 0.25, layers: [16, 16], optimizer: 'adam', rate: 0.01,
          losses: ['binary-cross-entropy', 'binary-focal(alpha=0.5)'],
        },
        text: 'A quarter of the training labels, crossed, is wrong; the held-out ones are right. B’s focal loss is made for hard examples.',
      },
      {
        to: 300, look: '#gradient',
        text: 'Focal loss hardly listens to examples that are nearly right, so most of its pull comes from the far ends: and a wrong label is always hard.',
      },
      {
        look: '#networks',
        text: 'So B stays unsure everywhere: its colours are pale.',
      },
      {
        look: '#numbers',
        text: 'On held-out examples cross-entropy says the same: B’s probabilities are worse than A’s.',
      },
      {
        set: {losses: ['binary-cross-entropy', 'mean-absolute-error']}, to: 300, look: '#gradient',
        text: 'The absolute error, after a sigmoid, does the opposite: it gives up on examples that are far off, so wrong labels hardly pull.',
      },
    ],
  },
  {
    id: 'softmax',
    title: 'Softmax and cross-entropy',
    steps: [
      {
        set: {data: 'blobs', examples: 150, noise: 0.2, layers: [], rate: 0.5, batch: 15, losses: ['mean-squared-error', 'categorical-cross-entropy']},
        text: 'Three classes: a softmax turns three numbers into three probabilities, and each output has its own error.',
      },
      {
        look: '#gradient',
        text: 'Softmax is an exponential and cross-entropy a logarithm: they cancel, and dL/dz is the error itself.',
      },
      {
        to: 100, look: '#networks',
        text: 'After 100 batches.',
      },
    ],
  },
  {
    id: 'relus',
    title: 'Relus that die',
    steps: [
      {
        set: {data: 'line', examples: 100, outliers: 0.15, layers: [8, 8], activation: 'relu', rate: 0.5, batch: 10, losses: ['mean-squared-error', 'huber(delta=0.2)']},
        text: 'Relus.',
      },
      {to: 100, text: 'After 100 batches.'},
    ],
  },
];
