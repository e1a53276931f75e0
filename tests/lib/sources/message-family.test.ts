import { describeSource } from '../../contracts/source-contract.ts';
import { aMessageCase } from '../../support/source-cases.ts';

describeSource('A service of the message family', aMessageCase);
