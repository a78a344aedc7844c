// The weights of the best epoch so far, kept while training goes on in case it only gets worse.
#pragma once

#include "core/io/Checkpoint.h"

namespace latentscape {

class BestWeights {
public:
    bool areKept() const { return !m_weights.empty(); }
    std::int64_t step() const { return m_step; } // after which the weights were so, if they are kept
    void keep(Model& model, std::int64_t step);
    void forget() { m_weights.clear(); }

    // From a checkpoint that holds both the best weights and the last ones; the last ones become its weights.
    void takeFrom(Checkpoint& checkpoint);
    // The other way: the best weights, if they are kept, become the checkpoint's, beside those it has.
    void putInto(Checkpoint& checkpoint) const;

private:
    std::vector<Checkpoint::Entry> m_weights;
    std::int64_t m_step = 0;
};

} // namespace latentscape
