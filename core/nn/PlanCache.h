// What a layer has built for each batch size it met: a few, because a run has only a few (training, the last
// partial batch, evaluation, one picture). The least recently used goes first.
#pragma once

#include <cstdint>
#include <list>

namespace latentscape {

template <typename Plan> class PlanCache {
public:
    // The plan for a batch size, built by build() when there is none. Valid until the next call.
    template <typename Build> Plan& get(std::int64_t batch, const Build& build) {
        for (auto it = m_plans.begin(); it != m_plans.end(); ++it) {
            if (it->batch == batch) {
                m_plans.splice(m_plans.begin(), m_plans, it);
                return m_plans.front().plan;
            }
        }
        m_plans.push_front({batch, build()});
        if (m_plans.size() > kMost) {
            m_plans.pop_back();
        }
        return m_plans.front().plan;
    }

private:
    static constexpr std::size_t kMost = 8;
    struct Entry {
        std::int64_t batch;
        Plan plan;
    };
    std::list<Entry> m_plans; // most recently used first
};

} // namespace latentscape
