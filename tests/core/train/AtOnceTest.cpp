// Training, decoding its newest weights, changing its settings and stopping it, all at once: what the window
// does. Meant for ThreadSanitizer; without it, it still proves that nothing waits for ever.
#include "tests/core/train/SmallRun.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <thread>

namespace latentscape {
namespace {

using namespace test;

// The newest weights, from the thread that trains to the one that decodes.
class Mailbox {
public:
    void put(std::shared_ptr<const Weights> weights) {
        const std::scoped_lock lock(m_mutex);
        m_weights = std::move(weights);
    }
    std::shared_ptr<const Weights> get() {
        const std::scoped_lock lock(m_mutex);
        return m_weights;
    }

private:
    std::mutex m_mutex;
    std::shared_ptr<const Weights> m_weights;
};

TEST(AtOnceTest, TrainingDecodingChangingAndStopping) {
    TrainConfig config = smallConfig(1'000'000);
    config.threads = 2; // steps are cut over a team of workers
    TrainerOptions options = everyStep();
    options.weightsInterval = 1e-9;
    options.samplesInterval = 1e-9;

    for (int round = 0; round < 3; ++round) {
        Trainer trainer(config, smallData(), options);
        std::stop_source stop;
        Mailbox mailbox;
        std::atomic<bool> over = false;
        std::atomic<int> decoded = 0;

        std::thread training([&] {
            const TrainState end = trainer.run(stop.get_token(), [&](const Snapshot& snapshot) {
                if (snapshot.weights) {
                    mailbox.put(snapshot.weights);
                }
            });
            EXPECT_EQ(end, TrainState::Stopped);
            over = true;
        });
        std::thread decoding([&] {
            const auto model = makeModel(config.model, config.optimizer, 0);
            const Tensor latents({2, config.model.latent});
            while (!over) {
                if (const auto weights = mailbox.get()) {
                    std::ranges::copy(weights->values, model->parameters().mutableValues().begin());
                    EXPECT_EQ(model->decode(latents).dim(0), 2);
                    ++decoded;
                }
            }
        });

        while (decoded < 20) {
            trainer.change(with(config, [&](TrainConfig& c) {
                c.learningRate = 1e-3f / static_cast<float>(decoded + 1);
                c.beta = static_cast<float>(decoded);
            }));
            trainer.takeOneStep(StepPart::All);
            trainer.setPaused(decoded % 2 == 1);
            trainer.newSampleLatents();
            trainer.requestCheckpoint();
            std::this_thread::yield();
        }
        trainer.setPaused(round == 1); // a paused run can be stopped, too
        stop.request_stop();
        training.join();
        decoding.join();
        EXPECT_TRUE(mailbox.get());
    }
}

} // namespace
} // namespace latentscape
