#include "core/train/ReportRows.h"

#include "core/models/ModelSummary.h"
#include "core/tensor/Json.h"
#include "core/tensor/Strengths.h"

#include <cmath>
#include <cstdio>

namespace latentscape {

namespace {

using Row = HtmlPage::Row;

// "61,200"
std::string whole(std::int64_t value) {
    std::string text = std::to_string(value);
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3) {
        text.insert(static_cast<std::size_t>(at), ",");
    }
    return text;
}

std::string duration(double seconds) {
    if (seconds < 60) {
        return decimals(seconds, seconds < 10 ? 1 : 0) + " s";
    }
    return seconds < 3600 ? decimals(seconds / 60, 0) + " min" : decimals(seconds / 3600, 1) + " h";
}

std::string percent(double share) {
    return decimals(100 * share, 1) + " %";
}

std::string ofAll(std::int64_t count, std::size_t all) {
    return std::to_string(count) + " of " + std::to_string(all);
}

void addLosses(std::vector<Row>& rows, const ModelReport& report) {
    const Losses& losses = report.evaluation->losses;
    if (report.kind == ModelKind::Gan) {
        rows.push_back({"Discriminator's loss", decimals(losses[0], 3), ""});
        rows.push_back({"Generator's loss", decimals(losses[1], 3), ""});
        rows.push_back({"D(real), D(made)", decimals(losses[2], 2) + ", " + decimals(losses[3], 2),
                        "how real the discriminator finds images"});
        return;
    }
    rows.push_back({"Negative ELBO", decimals(losses[0], 2) + " nats", "less is better"});
    rows.push_back({"Reconstruction", decimals(losses[1], 2) + " nats", "-log p(x|z)"});
    rows.push_back({"KL", decimals(losses[2], 2) + " nats", "all latents together"});
    const auto& kl = report.evaluation->klPerLatent;
    rows.push_back({"Latents in use", ofAll(activeLatents(kl), kl.size()),
                    "a KL above " + shortestText(kActiveKl) + " nats"});
    if (report.activeUnits) {
        rows.push_back({"Active units", ofAll(*report.activeUnits, kl.size()),
                        "variance of the posterior's mean above 0.01"});
    }
    if (report.likelihood) {
        rows.push_back({"Negative log-likelihood", decimals(report.likelihood->nll, 2) + " nats",
                        "standard error " + decimals(report.likelihood->standardError, 2) + ", " +
                            whole(report.nllSamples) + " samples an image"});
    }
}

void addSamples(std::vector<Row>& rows, const SampleReport& report) {
    const SampleQuality& quality = report.quality;
    const auto real = [](const std::string& value) { return "held-out images " + value; };
    rows.push_back({"Frechet distance of " + counted(quality.samples, "sample"), decimals(quality.frechet, 2),
                    real(decimals(quality.floorFrechet, 2)) +
                        "; in features of Latentscape's own classifier, not the Inception FID"});
    rows.push_back({"Precision", decimals(quality.manifold.precision, 3),
                    real(decimals(quality.floorManifold.precision, 3))});
    rows.push_back(
        {"Recall", decimals(quality.manifold.recall, 3), real(decimals(quality.floorManifold.recall, 3))});
    rows.push_back({"Clear ones", percent(quality.coverage.sure), real(percent(quality.floorSure))});
}

// "learning_rate" as people write it.
std::string spaced(std::string name) {
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string valueText(const nlohmann::ordered_json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// What is zero, off or empty changes nothing; but for a seed.
bool hasEffect(const std::string& key, const nlohmann::ordered_json& value) {
    const bool zero = value.is_number() && value.get<double>() == 0 && key != "seed";
    return !(zero || value.is_null() || value == false || value == "" || value == "none");
}

using Names = std::vector<std::string>;

void addSettings(std::vector<Row>& rows, const nlohmann::ordered_json& object, const std::string& prefix,
                 const Names& without) {
    for (const auto& [key, value] : object.items()) {
        if (value.is_structured() || !hasEffect(key, value) || std::ranges::count(without, key) > 0) {
            continue;
        }
        rows.push_back({prefix + spaced(key), valueText(value)});
    }
}

// Of the other kinds.
Names idleSettings(const OptimizerConfig& config) {
    switch (config.kind) {
    case OptimizerKind::Sgd:
        return {"beta1", "beta2", "epsilon"};
    case OptimizerKind::RmsProp:
        return {"beta1", "nesterov"};
    case OptimizerKind::Adam:
    case OptimizerKind::AdamW:
        break;
    }
    return {"momentum", "nesterov"};
}

Names idleSettings(const ScheduleConfig& config) {
    return config.kind == ScheduleKind::Step ? Names() : Names{"step_epochs", "step_factor"};
}

} // namespace

std::string decimals(double value, int count) {
    char text[64];
    std::snprintf(text, sizeof text, std::abs(value) < 1e12 ? "%.*f" : "%.*g", count, value);
    return text;
}

std::string counted(std::int64_t count, const std::string& what) {
    return whole(count) + " " + what + (count == 1 ? "" : "s");
}

std::string dataName(const TrainConfig& config) {
    const std::filesystem::path path(config.data);
    return (path.has_filename() ? path.filename() : path.parent_path().filename()).string();
}

std::string runInWords(const RunLosses& losses) {
    const ModelConfig& model = losses.config.model;
    std::string words = (model.kind == ModelKind::Vae ? "VAE " : "GAN ") + describeBriefly(model);
    const auto& epochs = losses.history.epochs();
    words += ", " + counted(epochs.empty() ? 0 : epochs.back().epoch, "epoch");
    if (!losses.table.empty()) {
        words += ", " + counted(losses.table.back().step, "step");
    }
    if (!epochs.empty()) {
        words += ", " + duration(epochs.back().trainSeconds) + " of training";
    }
    return words;
}

std::vector<HtmlPage::Figure> keyFigures(const RunLosses& losses) {
    const auto& epochs = losses.history.epochs();
    if (epochs.empty()) {
        return {};
    }
    const EpochResult& last = epochs.back();
    const auto train = [&](std::size_t i, int count) { return "training " + decimals(last.train[i], count); };
    if (losses.config.model.kind == ModelKind::Gan) {
        return {{"Discriminator's loss", decimals(last.heldOut[0], 3), train(0, 3)},
                {"Generator's loss", decimals(last.heldOut[1], 3), train(1, 3)},
                {"D(real)", decimals(last.heldOut[2], 2), train(2, 2)},
                {"D(made)", decimals(last.heldOut[3], 2), train(3, 2)}};
    }
    std::vector<HtmlPage::Figure> figures{{"ELBO loss", decimals(last.heldOut[0], 1), train(0, 1)},
                                          {"Reconstruction", decimals(last.heldOut[1], 1), train(1, 1)},
                                          {"KL", decimals(last.heldOut[2], 1), train(2, 1)}};
    if (!last.klPerLatent.empty()) {
        figures.push_back({"Latents in use", std::to_string(activeLatents(last.klPerLatent)),
                           "of " + std::to_string(last.klPerLatent.size())});
    }
    return figures;
}

std::vector<Row> measuredRows(const ModelReport& report) {
    std::vector<Row> rows;
    if (report.evaluation) {
        addLosses(rows, report);
    }
    if (report.reconstructions) {
        const std::string of = report.kind == ModelKind::Gan
                                   ? "of the first " + whole(report.reconstructed) + ", searched for"
                                   : "";
        rows.push_back({"Reconstructions: MSE", decimals(report.reconstructions->mse, 5), of});
        rows.push_back({"PSNR", decimals(report.reconstructions->psnr, 2) + " dB", "more is better"});
        rows.push_back({"SSIM", decimals(report.reconstructions->ssim, 4), "1 is the original"});
    }
    if (report.informationGap && report.factorVaeScore) {
        rows.push_back({"MIG", decimals(*report.informationGap, 3), "0 to 1, more is better"});
        rows.push_back({"FactorVAE score", decimals(*report.factorVaeScore, 3), "up to 1"});
    }
    if (report.samples) {
        addSamples(rows, *report.samples);
    }
    return rows;
}

std::vector<Row> settingRows(const TrainConfig& config) {
    const auto json = nlohmann::ordered_json::parse(toJson(config));
    std::vector<Row> rows;
    addSettings(rows, json, "", {"fit", "colour", config.patience > 0 ? "" : "min_delta"});
    addSettings(rows, json["optimizer"], "optimizer: ", idleSettings(config.optimizer));
    addSettings(rows, json["schedule"], "schedule: ", idleSettings(config.schedule));
    addSettings(rows, json["augment"], "augmentation: ", {});
    addSettings(rows, json["model"], "model: ", {});
    return rows;
}

ModelTable modelTable(const TrainConfig& config) {
    const ModelSummary summary = summarise(config.model, config.optimizer, config.batch, config.samples);
    ModelTable table;
    table.words = whole(summary.parameters) + " parameters, " + decimals(summary.flops / 1e9, 2) +
                  " GFLOP a step of " + whole(config.batch) + " images";
    for (const ModelSummary::Layer& layer : summary.layers) {
        table.rows.push_back({layer.network, layer.name, toString(layer.output),
                              layer.parameters > 0 ? whole(layer.parameters) : "–"});
    }
    return table;
}

} // namespace latentscape
