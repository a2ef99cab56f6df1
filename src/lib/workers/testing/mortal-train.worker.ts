/** The train worker, whose graphics device can be taken from it. */
import './mortal-device';
import '../train.worker';
