// Something that goes wrong in a run, in plain words, with the numbers it was judged by. A value; any thread.
#pragma once

#include <string>
#include <vector>

namespace latentscape {

struct Finding {
    // The worst first: what is named first may be the cause of what follows.
    enum class Kind {
        ExplodingGradient,
        RateTooHigh,
        VanishingGradient,
        PosteriorCollapse,
        ModeCollapse,
        DiscriminatorWins,
        DiscriminatorGivesUp,
        Overfitting,
        RateTooLow,
        NothingLearnt,
    };
    struct Number {
        std::string name;  // "held-out loss, epoch 4"
        std::string value; // with its unit, "105.2 nats"
    };

    Kind kind = Kind::NothingLearnt;
    bool spoilt = false; // the weights have suffered: a remedy must begin with others
    std::string title;   // "Learning by heart"
    std::string sentence;
    std::vector<Number> numbers;
    float usualNorm = 0; // of the gradient before it exploded
};

// "posterior-collapse", for logs.
const char* nameOf(Finding::Kind kind);

} // namespace latentscape
