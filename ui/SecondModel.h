// The model that Compare shows beside the one that is explored: another checkpoint, opened beside everything
// else, with a decoder of its own. UI thread.
#pragma once

#include "core/train/Snapshot.h"
#include "ui/Decoder.h"
#include "ui/LatestTask.h"

#include <QObject>

#include <memory>

namespace latentscape {

// A checkpoint that can be opened as the second one.
struct OtherModel {
    QString name; // for people
    QString file;
};

class SecondModel : public QObject {
    Q_OBJECT

public:
    explicit SecondModel(QObject* parent = nullptr);

    // The latest wins; opened() or failed() follows. Without a name it is called as its file.
    void open(const OtherModel& model);
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
