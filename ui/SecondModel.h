// The model that Compare shows beside the one that is explored: another checkpoint, opened beside everything
// else, with a decoder of its own. UI thread.
#pragma once

#include "core/train/Snapshot.h"
#include "ui/Decoder.h"
#include "ui/LatestTask.h"

#include <QObject>

#include <memory>

namespace latentscape {

class SecondModel : public QObject {
    Q_OBJECT

public:
    explicit SecondModel(QObject* parent = nullptr);

    void open(const QString& file); // the latest wins; opened() or failed() follows
    void close();

    bool isOpen() const { return m_decoder != nullptr; }
    bool isOpening() const { return m_task.isBusy(); }
    const QString& name() const { return m_name; }       // for people
    Decoder* decoder() const { return m_decoder.get(); } // null when none is open

    // Why they cannot be laid beside each other, on the same images or on the same latents; empty: they can.
    QString whyNot(const ModelConfig& other) const;
    QString whyNotLatents(const ModelConfig& other) const;

signals:
    void opened();
    void closed();
    void reconstructed(const latentscape::ReconstructedImages& result);
    void sheetDecoded(const latentscape::DecodedImages& result);
    void failed(const QString& message);

private:
    void show(const QString& name, const ModelConfig& model, std::shared_ptr<const Weights> weights);

    QString m_name;
    std::unique_ptr<Decoder> m_decoder;
    LatestTask m_task;
};

} // namespace latentscape
