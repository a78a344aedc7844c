#include "app/cli/EvaluateCommand.h"

#include "app/cli/CommandInputs.h"
#include "app/cli/JsonLine.h"
#include "core/tensor/Threads.h"
#include "core/train/Metrics.h"
#include "core/train/TrainConfig.h"

#include <CLI/CLI.hpp>
#include <cstdio>

namespace latentscape {

namespace {

struct EvaluateOptions {
    std::string checkpoint;
    std::string data;
    std::uint64_t seed = 0;
    int threads = 0;
    bool json = false;
};

void evaluateCheckpoint(const EvaluateOptions& options) {
    setComputeThreads(options.threads);
    const TrainedModel trained = openModel(options.checkpoint);
    const auto data = openHeldOut(options.data, trained);
    const auto [losses, klPerLatent] = evaluate(*trained.model, *data, options.seed);
    const auto [total, reconstruction, kl] = losses;
    const int active = activeLatents(klPerLatent);
    if (!options.json) {
        std::printf("%s, %lld held-out images, nats an image\n", describe(trained.checkpoint.model).c_str(),
                    static_cast<long long>(data->count()));
        std::printf("negative ELBO   %.2f\nreconstruction  %.2f\nKL              %.2f\n", total,
                    reconstruction, kl);
        std::printf("latents in use  %d of %zu\n", active, klPerLatent.size());
        return;
    }
    nlohmann::ordered_json perLatent = nlohmann::ordered_json::array();
    for (const float value : klPerLatent) {
        perLatent.push_back(rounded(value, 4));
    }
    printJsonLine({{"workload", trainConfigFromJson(trained.checkpoint.settings).preset},
                   {"epoch", trained.checkpoint.epoch},
                   {"images", data->count()},
                   {"test_reconstruction", rounded(reconstruction, 2)},
                   {"test_kl", rounded(kl, 2)},
                   {"test_neg_elbo", rounded(total, 2)},
                   {"active_latents", active},
                   {"kl_per_latent", perLatent},
                   {"weights", weightsChecksum(trained.checkpoint)}});
}

} // namespace

void addEvaluateCommand(CLI::App& app) {
    const auto options = std::make_shared<EvaluateOptions>();
    CLI::App* command = app.add_subcommand("evaluate", "Losses of a trained model on held-out images");
    command->add_option("--checkpoint", options->checkpoint, "Trained model: a checkpoint.safetensors")
        ->required();
    command->add_option("--data", options->data, "shapes, or a file or folder with IDX images")->required();
    command->add_option("--seed", options->seed, "Of the noise");
    command->add_option("--threads", options->threads, "Processor threads; 0: all")
        ->check(CLI::Range(0, kMaxComputeThreads));
    command->add_flag("--json", options->json, "One JSON line on standard output");
    command->callback([options] { evaluateCheckpoint(*options); });
}

} // namespace latentscape
