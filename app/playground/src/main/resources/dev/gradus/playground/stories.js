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
        text: 'After 350 batches, B has found the circle, and A is still looking for it.',
      },
      {
        look: '#numbers',
        text: 'It does not matter what is printed: even by the squared error, which B has never learned from, B is far ahead of A.',
      },
      {
        look: '#gradient',
        text: 'What differs is the gradient: cross-entropy sends back the whole error, the squared error less of it, and next to nothing where the network is confident and wrong.',
      },
      {
        look: '#numbers', print: 'mean-absolute-error',
        text: 'Print another loss: there is one more number, and nothing else has changed; the weights are the same, bit for bit.',
      },
      {
        to: 1400, look: '#learning',
        text: 'With four times as many batches, A has found the circle, too: for classes the squared error is not wrong, it is slow.',
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
          data: 'csv', csv: 'x,y\n1,0\n', target: 'y', kind: 'number', scale: 'none', validation: 0, layers: [], output: 'sigmoid',
          start: '{"weights":2,"bias":2}', rate: 0.15, batch: 1,
        },
        text: 'One neuron is trained to map 1 to 0, and outputs 0.98, as wrong as can be: an example of M. Nielsen, Neural Networks and Deep Learning, 2015.',
      },
      {
        to: 50, look: '#networks', measure: 'mean-squared-error',
        text: 'After 50 steps B, with cross-entropy, says 0.1; A, with the squared error, still says 0.96.',
      },
      {
        to: 0, look: '#gradient',
        text: 'Back at the start: the error is the same, but cross-entropy sends back 0.98 and the squared error 0.03, since the sigmoid is flat there.',
      },
      {
        to: 160, look: '#learning',
        text: 'A creeps along the flat part, then falls down the slope: it learns slowest where it is most wrong.',
      },
      {
        set: {start: '{"weights":0.6,"bias":0.9}'}, to: 50, look: '#learning',
        text: 'From an easier start, 0.82, A learns at once: the squared error is slow only where the unit that it corrects is saturated.',
      },
    ],
  },
  {
    id: 'outliers',
    title: 'Outliers, and Huber',
    steps: [
      {
        set: {data: 'line', examples: 100, noise: 0.1, outliers: 0.15, layers: [], rate: 0.1, batch: 10, losses: ['mean-squared-error', 'huber(delta=0.2)']},
        text: 'Both networks are a straight line; most examples lie along one, and about every seventh, crossed, is far above it.',
      },
      {
        to: 150, look: '#networks',
        text: 'A, with the squared error, is drawn towards the outliers; B, with Huber’s loss, goes through the others.',
      },
      {
        look: '#gradient',
        text: 'The pull of the squared error grows with the error, so a few outliers outweigh many others; Huber’s grows no further than delta.',
      },
      {
        print: 'mean-absolute-error', look: '#numbers',
        text: 'Which one is better is a matter of what you ask for: A has the smaller squared error, B the smaller absolute error.',
      },
      {
        set: {losses: ['mean-squared-error', 'huber(delta=3)']}, to: 150, look: '#networks',
        text: 'With a delta of 3 nothing counts as an outlier, and Huber’s loss learns the same line as the squared error.',
      },
    ],
  },
  {
    id: 'noise',
    title: 'Wrong labels, and focal loss',
    steps: [
      {
        set: {
          data: 'moons', examples: 300, noise: 0.1, flipped: 0.25, layers: [16, 16], optimizer: 'adam', rate: 0.01,
          losses: ['binary-cross-entropy', 'binary-focal(alpha=0.5)'],
        },
        text: 'A quarter of the training labels, marked with a cross, are wrong; the held-out ones are right. A learns by cross-entropy, B by focal loss, which was made for hard examples.',
      },
      {
        to: 600, look: '#gradient',
        text: 'Focal loss all but ignores what is nearly right: its curve is flat in the middle. The hard examples are left, and a wrong label is always hard.',
      },
      {
        look: '#networks',
        text: 'Both find where one class ends, but B, torn between right and wrong labels, stays unsure: its colours are pale.',
      },
      {
        look: '#numbers',
        text: 'So its probabilities are worse: see the cross-entropy on held-out examples, 0.42 for A and 0.57 for B, although both answer about equally many correctly.',
      },
      {
        set: {flipped: 0}, to: 300, look: '#networks',
        text: 'With right labels the same attention helps: after 300 batches, B has learned the tips of the moons, the hard part, and A has not.',
      },
      {text: 'So focal loss is for many easy examples and right labels: look for wrong labels first.'},
    ],
  },
  {
    id: 'softmax',
    title: 'Softmax and cross-entropy',
    steps: [
      {
        set: {data: 'blobs', examples: 150, noise: 0.2, layers: [], rate: 0.5, batch: 15, seed: 3, losses: ['mean-squared-error', 'categorical-cross-entropy']},
        text: 'Three classes: a softmax turns three scores into three probabilities. The weights at the start happen to answer every example wrongly.',
      },
      {
        look: '#gradient',
        text: 'Softmax is an exponential and cross-entropy a logarithm, so they cancel: what B sends back to each score is its error, a straight line.',
      },
      {
        look: '#gradient',
        text: 'The squared error keeps the slope of the softmax as a factor: the more confident a wrong answer, the less A sends back.',
      },
      {
        to: 20, look: '#networks', measure: 'accuracy',
        text: 'After 20 batches, B answers nearly all examples correctly, and A still not one.',
      },
      {
        to: 100, look: '#learning',
        text: 'A needs about 100 batches for that: softmax and cross-entropy belong together because one undoes the slope of the other.',
      },
    ],
  },
  {
    id: 'relus',
    title: 'Dying ReLUs',
    steps: [
      {
        set: {
          data: 'line', examples: 100, noise: 0.1, outliers: 0.15, layers: [8, 8], activation: 'relu', rate: 0.5, batch: 10, seed: 2,
          losses: ['mean-squared-error', 'huber(delta=0.2)'],
        },
        text: 'Two layers of eight relus, a line with outliers, and large steps. Black squares are dead units: no example sends a gradient through them.',
      },
      {
        to: 4, look: '.inside',
        text: 'Four batches later the second layer of A is dead: outliers pushed every unit so far that its relu gives 0 for all examples, and then sends back 0.',
      },
      {
        to: 200, look: '#networks',
        text: 'A dead unit never comes back: A predicts one number for every input, and 200 batches change only which.',
      },
      {
        look: '#gradient',
        text: 'Huber’s loss never sends back more than delta, so no step of B is large enough to kill a layer.',
      },
      {
        set: {activation: 'leaky-relu'}, to: 200, look: '#networks',
        text: 'A leaky relu lets a little gradient through below 0, too: the same large steps throw A off, but it comes back.',
      },
      {
        set: {data: 'circles', examples: 200, outliers: 0, activation: 'relu', batch: 20, rate: 3, seed: 1, losses: ['mean-squared-error', 'binary-cross-entropy']}, to: 50, look: '.inside',
        text: 'It is the size of the steps that kills: on the circles, with a learning rate of 3, it is cross-entropy, which sends back more, that kills its relus.',
      },
    ],
  },
];
