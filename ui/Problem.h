// Something that did not work: what was tried, with which file, and core's own words on the reason and the
// remedy. A value; travels from the place where it happened to the message strip.
#pragma once

#include <QString>

namespace latentscape {

struct Problem {
    enum class What {
        DataNotLoaded,
        CheckpointNotOpened,
        DataMissing, // the checkpoint is open, its images are not at hand
        RunNotStarted,
        RunFailed,
        NotSaved,
        MomentNotKept,
        MomentNotRead,
        NotChanged, // a setting of the run that goes on
    };
    What what = What::RunFailed;
    QString file; // or another source of data; may be empty
    QString message;
};

} // namespace latentscape
